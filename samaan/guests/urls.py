from django.urls import path

from samaan.guests.views import entering, inside, inviting, surveying

app_name = "guests"
urlpatterns = [
    # For somebody without an account: nothing of the referral stands in any address.
    path("guest/", inside.referral, name="referral"),
    path("guest/open/", entering.enter, name="enter"),
    path("guest/code/", entering.come_back, name="code"),
    path("guest/leave/", entering.leave, name="leave"),
    path("guest/chat/", inside.chat, name="chat"),
    path("guest/message/", inside.message, name="message"),
    path("guest/message/<uuid:message_pk>/delete/", inside.message_delete, name="message_delete"),
    path("guest/files/<uuid:file_pk>/", inside.file, name="file"),
    path("guest/step/<slug:name>/", inside.step, name="step"),
    path("s/", surveying.survey, name="survey"),
    # For the sending side.
    path("referrals/<uuid:pk>/survey/", surveying.of_referral, name="survey_of"),
    path("referrals/<uuid:pk>/survey/ask/", surveying.ask, name="survey_ask"),
    path("referrals/<uuid:pk>/survey/blank/", surveying.blank, name="survey_blank"),
    path("referrals/<uuid:pk>/guest/", inviting.guest, name="invite"),
    path("referrals/<uuid:pk>/guest/end/", inviting.end, name="end"),
]
