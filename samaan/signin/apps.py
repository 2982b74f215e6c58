from django.apps import AppConfig


class SigninConfig(AppConfig):
    name = "samaan.signin"
    label = "signin"

    def ready(self) -> None:
        from samaan.signin import noticing

        noticing.listen()
