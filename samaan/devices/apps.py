from django.apps import AppConfig


class DevicesConfig(AppConfig):
    name = "samaan.devices"
    label = "devices"

    def ready(self) -> None:
        from samaan.devices.handing_over import SOURCE  # models are loaded by now
        from samaan.devices.models import DeviceToken
        from samaan.devices.proof import bound_to
        from samaan.devices.workflow.tokens import end_silently
        from samaan.staff import load
        from samaan.staff.workflow import ending
        from samaan.vault.rewrapping import WRAPPED, Wrapped

        if not any(table.model is DeviceToken for table in WRAPPED):
            WRAPPED.append(Wrapped(DeviceToken, "ha1", bound_to))
            ending.ACTING_FOR_THEM.append(end_silently)
            load.SOURCES.append(SOURCE)
