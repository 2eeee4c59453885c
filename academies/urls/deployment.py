from django.urls import path

from academies.views import deployment, deployment_steps, ledger

urlpatterns = [
    path("give-and-receive/", ledger.ledger_trust, name="ledger_trust"),
    path("give-and-receive/pairs.csv", ledger.ledger_csv, name="ledger_csv"),
    path("give-and-receive/agreements/", deployment.deployment_list, name="deployment_list"),
    path("give-and-receive/agreements/agreements.csv", deployment.deployment_csv, name="deployment_csv"),
    path("give-and-receive/agreements/new/", deployment.deployment_new, name="deployment_new"),
    path("give-and-receive/agreements/<int:pk>/", deployment.deployment_show, name="deployment_show"),
    path("give-and-receive/agreements/<int:pk>/change/", deployment.deployment_change, name="deployment_change"),
    path("give-and-receive/agreements/<int:pk>/sign/", deployment_steps.deployment_sign, name="deployment_sign"),
    path(
        "give-and-receive/agreements/<int:pk>/decline/", deployment_steps.deployment_decline, name="deployment_decline"
    ),
    path(
        "give-and-receive/agreements/<int:pk>/withdraw/",
        deployment_steps.deployment_withdraw,
        name="deployment_withdraw",
    ),
    path("give-and-receive/agreements/<int:pk>/close/", deployment_steps.deployment_close, name="deployment_close"),
    path(
        "give-and-receive/agreements/<int:pk>/days/", deployment_steps.deployment_log_days, name="deployment_log_days"
    ),
    path(
        "give-and-receive/agreements/<int:pk>/days/<int:line>/strike/",
        deployment_steps.deployment_strike,
        name="deployment_strike",
    ),
    path("academies/<slug:slug>/gives-and-receives/", ledger.ledger, name="ledger"),
]
