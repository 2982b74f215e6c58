from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccessConfig(AppConfig):
    name = "samaan.access"
    label = "access"

    def ready(self):
        from samaan.access.packs import keep_seat_rules, note_pack  # models are loaded by now
        from samaan.access.quota import count_look
        from samaan.access.signing import install_key
        from samaan.audit import stream
        from samaan.countrypack import loading

        post_migrate.connect(install_key, sender=self)
        if keep_seat_rules not in loading.LOADERS:
            loading.LOADERS.append(keep_seat_rules)
        if note_pack not in loading.AFTER:
            loading.AFTER.append(note_pack)
        if count_look not in stream.BEFORE_OPENING:
            stream.BEFORE_OPENING.append(count_look)
