from django.urls import path

from samaan.staff.views import accounts, acts, invitations, organisations, own, reviews

app_name = "staff"
urlpatterns = [
    path("accounts-and-organisations/", accounts.accounts, name="accounts"),
    path("staff/invitations/", invitations.pending, name="invitations"),
    path("staff/invitations/new/", invitations.invite, name="invite"),
    path("staff/invitations/<uuid:pk>/confirm/", invitations.confirm, name="invitation-confirm"),
    path("staff/invitations/<uuid:pk>/resend/", invitations.resend, name="invitation-resend"),
    path("staff/invitations/<uuid:pk>/withdraw/", invitations.withdraw, name="invitation-withdraw"),
    path("staff/organisations/", organisations.organisations, name="organisations"),
    path("staff/organisations/new/", organisations.propose, name="propose"),
    path("staff/organisations/<uuid:pk>/", organisations.proposal, name="proposal"),
    path("staff/organisations/<uuid:pk>/decide/", organisations.decide, name="proposal-decide"),
    path("staff/reviews/", reviews.reviews, name="reviews"),
    path("staff/reviews/<uuid:pk>/", reviews.review, name="review"),
    path("staff/<int:pk>/", accounts.account, name="account"),
    path("staff/<int:pk>/end/", acts.end, name="end"),
    path("staff/<int:pk>/sign-out/", acts.sign_out, name="sign-out"),
    path("staff/<int:pk>/unlock/", acts.unlock, name="unlock"),
    path("staff/<int:pk>/role/", acts.role, name="role"),
    path("staff/<int:pk>/role/decide/", acts.decide, name="role-decide"),
    path("staff/<int:pk>/training/", acts.training, name="training"),
    path("staff/<int:pk>/stand-in/", acts.stand_in, name="stand-in"),
    path("staff/<int:pk>/hand-over/", acts.hand_over, name="hand-over"),
    path("profile/", own.profile, name="profile"),
    path("profile/stand-in/<uuid:pk>/end/", own.end_stand_in, name="stand-in-end"),
    path("conduct/", own.conduct, name="conduct"),
]
