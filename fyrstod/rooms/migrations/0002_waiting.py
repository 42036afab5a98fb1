from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_counts'),
        ('rooms', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='concern',
            name='concern_of_a_holder',
        ),
        migrations.RemoveIndex(
            model_name='task',
            name='task_of_a_room',
        ),
        migrations.AddIndex(
            model_name='concern',
            index=models.Index(fields=['municipality', 'agency', 'holder', 'status', 'review_on'], name='concern_of_a_holder'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(condition=models.Q(('done_at__isnull', True)), fields=['municipality', 'agency', 'doer', 'due_on'], name='task_left_to_do'),
        ),
    ]
