from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "samaan.vault"
    label = "vault"

    def ready(self) -> None:
        from samaan.accounts import stepup
        from samaan.vault import held

        stepup.KEEPERS.append(held.hold_meanwhile)
