from django.apps import AppConfig


class SigninConfig(AppConfig):
    name = "samaan.signin"
    label = "signin"

    def ready(self) -> None:
        from allauth.mfa.models import Authenticator  # models are loaded by now

        from samaan.signin import noticing
        from samaan.signin.models import Session
        from samaan.signin.rewrapping import seal_factor_anew, seal_session_anew
        from samaan.vault.rewrapping import WRAPPED, Unmarked

        noticing.listen()
        if not any(table.model is Session for table in WRAPPED):
            WRAPPED.append(Unmarked(Session, "session_data", seal_session_anew))
            WRAPPED.append(Unmarked(Authenticator, "data", seal_factor_anew))
