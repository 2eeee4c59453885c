from django.urls import path

from dashboards.views import academy, likeness, measure, run, staff, trust

app_name = "dashboards"
urlpatterns = [
    path("", trust.trust, name="trust"),
    path("<slug:card>.<slug:form>", trust.trust_file, name="trust_file"),
    path("academies/<slug:slug>/", academy.academy, name="academy"),
    path("academies/<slug:slug>/like/", likeness.academy_like, name="academy_like"),
    path("academies/<slug:slug>/<slug:card>.<slug:form>", academy.academy_file, name="academy_file"),
    path("staff/", staff.staff, name="staff"),
    path("staff/<slug:slug>/", staff.staff_academy, name="staff_academy"),
    path("staff/<slug:slug>/<slug:card>.<slug:form>", staff.staff_file, name="staff_file"),
    path("runs/", run.run_list, name="run_list"),
    path("runs/start/", run.run_start, name="run_start"),
    path("runs/<int:pk>/", run.run_show, name="run_show"),
    path("measures/", measure.measure_list, name="measure_list"),
    path("measures/<slug:slug>/", measure.measure, name="measure"),
    path("measures/<slug:slug>/<slug:card>.<slug:form>", measure.measure_file, name="measure_file"),
]
