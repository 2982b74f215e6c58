from django.apps import AppConfig


class GuestsConfig(AppConfig):
    name = "samaan.guests"
    label = "guests"

    def ready(self):
        # What the contexts below ask for can only be imported once all apps are there.
        from samaan.alerts import bounces
        from samaan.guests.bouncing import bounced_by_id
        from samaan.guests.jobs import KIND, tell_guest
        from samaan.referrals.workflow import chat

        if tell_guest not in chat.WHEN_SAID:
            chat.WHEN_SAID.append(tell_guest)
        bounces.HANDLERS[KIND] = bounced_by_id
