from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "samaan.directory"
    label = "directory"

    def ready(self):
        """A country pack brings its services; open boards are told of their numbers; alerts speak of terms."""
        from samaan.alerts import live, registry  # needs the app registry, as do these
        from samaan.countrypack import loading
        from samaan.directory.loading import load_services
        from samaan.directory.models import TermsOfReference
        from samaan.directory.workflow.capacity import TOPIC

        registry.register(TermsOfReference)

        if load_services not in loading.LOADERS:
            loading.LOADERS.append(load_services)
        if TOPIC not in live.TOPICS:
            live.TOPICS.append(TOPIC)
