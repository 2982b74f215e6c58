from django.urls import path

from samaan.referrals.views import chat, figures, outside, pages, send, steps

app_name = "referrals"
urlpatterns = [
    path("referrals/", pages.referrals, name="list"),
    path("referrals/figures/", figures.figures, name="figures"),
    path("referrals/to/<uuid:pk>/", pages.for_service, name="for_service"),
    path("referrals/outside/", outside.outside, name="outside"),
    path("referrals/outside/<uuid:pk>/note/", outside.note, name="note_outside"),
    path("referrals/<uuid:pk>/", pages.detail, name="detail"),
    path("referrals/<uuid:pk>/state/", pages.state, name="state"),
    path("cases/<uuid:pk>/referrals/", pages.for_case, name="for_case"),
    # A referral in the making: which services, what is shared, on what basis; then a look, and off it goes.
    path("cases/<uuid:pk>/refer/", send.services, name="send"),
    path("referrals/drafts/<uuid:batch>/share/", send.share, name="share"),
    path("referrals/drafts/<uuid:batch>/preview/", send.preview, name="preview"),
    path("referrals/drafts/<uuid:batch>/consent/", send.consent, name="consent"),
    path("referrals/drafts/<uuid:batch>/check/", send.check, name="check"),
    path("referrals/drafts/<uuid:batch>/instead/", send.instead, name="instead"),
    path("referrals/drafts/<uuid:batch>/discard/", send.discard, name="discard"),
    path("referrals/<uuid:pk>/accept/", steps.accept, name="accept"),
    path("referrals/<uuid:pk>/decline/", steps.decline, name="decline"),
    path("referrals/<uuid:pk>/ask/", steps.ask, name="ask"),
    path("referrals/<uuid:pk>/start/", steps.start, name="start"),
    path("referrals/<uuid:pk>/deliver/", steps.deliver, name="deliver"),
    path("referrals/<uuid:pk>/not-deliver/", steps.not_deliver, name="not_deliver"),
    path("referrals/<uuid:pk>/feedback/", steps.feedback, name="feedback"),
    path("referrals/<uuid:pk>/withdraw/", steps.withdraw, name="withdraw"),
    path("referrals/<uuid:pk>/give-up/", steps.give_up, name="give_up"),
    path("referrals/<uuid:pk>/close/", steps.close, name="close"),
    path("referrals/<uuid:pk>/chat/", chat.chat, name="chat"),
    path("referrals/<uuid:pk>/message/", chat.message, name="message"),
    path("referrals/<uuid:pk>/keep-conversation/", chat.keep_conversation, name="keep_conversation"),
    path("referrals/<uuid:pk>/message/<uuid:message_pk>/delete/", chat.message_delete, name="message_delete"),
    path("referrals/<uuid:pk>/files/<uuid:file_pk>/", chat.file, name="file"),
]
