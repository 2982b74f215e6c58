from django.urls import path

from samaan.walls.views import audit, disclosures, emergency

app_name = "walls"
urlpatterns = [
    path("emergency/", emergency.open_file, name="emergency"),
    path("emergency/<uuid:pk>/end/", emergency.end, name="emergency_end"),
    path("emergency/<uuid:pk>/review/", emergency.review, name="emergency_review"),
    path("disclosures/from/<slug:kind>/<uuid:pk>/", disclosures.disclose, name="disclose"),
    path("disclosures/<uuid:pk>/", disclosures.disclosure, name="disclosure"),
    path("disclosures/<uuid:pk>/end/", disclosures.end, name="disclosure_end"),
    path("opened/", audit.opened, name="opened"),
]
