"""gunicorn for Fyrstöd: sync workers, and no log of who asked for what.

Never preload: a process that has made a document must not be forked (docs/adr/0003).
"""

workers = 2
worker_class = "sync"
max_requests = 5000
max_requests_jitter = 500
accesslog = None
loglevel = "warning"
limit_request_line = 2048
preload_app = False
# A request's body is never spooled to a disk that lasts.
worker_tmp_dir = "/dev/shm"
