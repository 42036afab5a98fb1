from fyrstod.rooms import (
    disclosure_urls,
    end_urls,
    handover_urls,
    known_urls,
    meeting_urls,
    paper_urls,
    piece_urls,
    record_urls,
    room_urls,
    table_urls,
)

app_name = "rooms"

urlpatterns = [
    # Those of a whole room first: "journal" and "disposal" are no references.
    *record_urls.urlpatterns,
    *end_urls.urlpatterns,
    *paper_urls.of_rooms,
    *handover_urls.of_rooms,
    *disclosure_urls.of_rooms,
    *room_urls.urlpatterns,
    *known_urls.urlpatterns,
    *piece_urls.urlpatterns,
    *paper_urls.urlpatterns,
    *handover_urls.urlpatterns,
    *disclosure_urls.urlpatterns,
    *table_urls.urlpatterns,
    *meeting_urls.urlpatterns,
]
