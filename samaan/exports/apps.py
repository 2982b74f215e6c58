from django.apps import AppConfig


class ExportsConfig(AppConfig):
    name = "samaan.exports"
    label = "exports"

    def ready(self):
        from samaan.alerts import registry  # models are loaded by now
        from samaan.cases import words as of_cases
        from samaan.exports import words
        from samaan.exports.models import Export, RecipientKey

        registry.register(Export)
        registry.register(RecipientKey)
        of_cases.SENTENCES.update(words.SENTENCES)
