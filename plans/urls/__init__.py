"""The addresses of this app, a file for each thing that they are about."""

from plans.urls import (
    action,
    enquiry,
    gate,
    learning,
    plan,
    priority,
    programme,
    ring,
    snapshot,
    stage,
    target,
    tour,
    trust,
)

app_name = "plans"
urlpatterns = [
    *trust.urlpatterns,
    *programme.urlpatterns,
    *plan.urlpatterns,
    *priority.urlpatterns,
    *target.urlpatterns,
    *action.urlpatterns,
    *stage.urlpatterns,
    *gate.urlpatterns,
    *ring.urlpatterns,
    *learning.urlpatterns,
    *enquiry.urlpatterns,
    *tour.urlpatterns,
    *snapshot.urlpatterns,
]
