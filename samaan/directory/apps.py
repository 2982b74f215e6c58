from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "samaan.directory"
    label = "directory"

    def ready(self):
        """A country pack brings its services."""
        from samaan.countrypack import loading  # needs the app registry
        from samaan.directory.loading import load_services

        if load_services not in loading.LOADERS:
            loading.LOADERS.append(load_services)
