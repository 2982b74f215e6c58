from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "samaan.directory"
    label = "directory"

    def ready(self):
        """A country pack brings its services; alerts speak of terms of reference."""
        from samaan.alerts import registry  # models are loaded by now
        from samaan.countrypack import loading  # needs the app registry
        from samaan.directory.loading import load_services
        from samaan.directory.models import TermsOfReference

        registry.register(TermsOfReference)

        if load_services not in loading.LOADERS:
            loading.LOADERS.append(load_services)
