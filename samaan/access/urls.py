from django.urls import path

from samaan.access import downloads

app_name = "access"
urlpatterns = [path("files/<uuid:pk>/", downloads.download, name="file")]
