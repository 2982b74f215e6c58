from django.urls import path

from samaan.configuration.views import changing, deciding, reading, trying

app_name = "configuration"
urlpatterns = [
    path("", reading.overview, name="overview"),
    path("download/", reading.download, name="download"),
    path("files/<path:path>", reading.file, name="file"),
    path("forms/", reading.forms, name="forms"),
    path("forms/<str:form_id>/", reading.form, name="form"),
    path("forms/<str:form_id>/try/", trying.at_work, name="try"),
    path("lists/", reading.lists, name="lists"),
    path("lists/<slug:name>/", reading.codelist, name="codelist"),
    path("roles/", reading.roles, name="roles"),
    path("indicators/", reading.indicators, name="indicators"),
    path("times/", reading.times, name="times"),
    path("versions/<int:number>/", reading.version, name="version"),
    path("versions/<int:number>/back/", changing.go_back, name="go-back"),
    path("changes/new/", changing.begin, name="begin"),
    path("changes/<uuid:pk>/", changing.change, name="change"),
    path("changes/<uuid:pk>/upload/", changing.upload, name="upload"),
    path("changes/<uuid:pk>/leave/", changing.leave, name="leave"),
    path("changes/<uuid:pk>/remove/", changing.remove, name="remove"),
    path("changes/<uuid:pk>/files/<uuid:file_pk>/", changing.changed_file, name="changed-file"),
    path("changes/<uuid:pk>/try/<str:form_id>/", trying.changed, name="try-changed"),
    path("changes/<uuid:pk>/propose/", deciding.propose, name="propose"),
    path("changes/<uuid:pk>/decide/", deciding.decide, name="decide"),
    path("changes/<uuid:pk>/take-back/", deciding.take_back, name="take-back"),
    path("changes/<uuid:pk>/withdraw/", deciding.withdraw, name="withdraw"),
]
