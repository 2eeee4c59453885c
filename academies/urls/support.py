from django.urls import path

from academies.views import promise, support

urlpatterns = [
    path("support/", support.support_trust, name="support_trust"),
    path("support/promises.csv", support.support_trust_csv, name="support_trust_csv"),
    path("support/academies.csv", support.support_academies_csv, name="support_academies_csv"),
    path("support/<int:pk>/", promise.promise_show, name="promise_show"),
    path("support/<int:pk>/plan/", promise.promise_plan, name="promise_plan"),
    path("support/<int:pk>/record/", promise.promise_record, name="promise_record"),
    path("support/<int:pk>/call-off/", promise.promise_call_off, name="promise_call_off"),
    path("support/delivered/<int:pk>/strike/", promise.delivery_strike, name="delivery_strike"),
    path("academies/<slug:slug>/support/", support.support, name="support"),
    path("academies/<slug:slug>/support/promises.csv", support.support_csv, name="support_csv"),
    path("academies/<slug:slug>/support/more/", promise.promise_new, name="promise_new"),
]
