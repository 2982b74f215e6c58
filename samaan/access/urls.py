from django.urls import path

from samaan.access import downloads, originals, uploads

app_name = "access"
urlpatterns = [
    path("files/<uuid:pk>/", downloads.download, name="file"),
    path("files/<uuid:pk>/original/", originals.original, name="original"),
    path("uploads/", uploads.all_of_mine, name="uploads"),
    path("uploads/<uuid:pk>/", uploads.one_of_mine, name="upload"),
]
