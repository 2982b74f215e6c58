from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "samaan.directory"
    label = "directory"

    def ready(self):
        """A country pack brings its services; changes to them are told by its rules."""
        from samaan.alerts import registry  # needs the app registry
        from samaan.countrypack import loading
        from samaan.directory.loading import load_services
        from samaan.directory.models import Change

        registry.register(Change)
        if load_services not in loading.LOADERS:
            loading.LOADERS.append(load_services)
