"""The public read API, at the addresses HSDS gives it: without a slash at the end."""

from django.urls import path

from samaan.directory.views import hsds

app_name = "hsds"
urlpatterns = [
    path("", hsds.root, name="root"),
    path("services", hsds.service_list, name="services"),
    path("services/<uuid:pk>", hsds.service, name="service"),
    path("organizations", hsds.organization_list, name="organizations"),
    path("organizations/<uuid:pk>", hsds.organization, name="organization"),
    path("service_at_locations", hsds.service_at_location_list, name="service_at_locations"),
    path("service_at_locations/<uuid:pk>", hsds.service_at_location, name="service_at_location"),
    path("taxonomies", hsds.taxonomy_list, name="taxonomies"),
    path("taxonomies/<uuid:pk>", hsds.taxonomy, name="taxonomy"),
    path("taxonomy_terms", hsds.taxonomy_term_list, name="taxonomy_terms"),
    path("taxonomy_terms/<uuid:pk>", hsds.taxonomy_term, name="taxonomy_term"),
]
