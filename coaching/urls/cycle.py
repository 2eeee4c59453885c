from django.urls import path

from coaching.views import approach, cycle, home, invite, record, share

urlpatterns = [
    path("", home.home, name="home"),
    path("waiting/", home.waiting, name="waiting"),
    path("coming/", home.coming, name="coming"),
    path("reminders/", home.reminders, name="reminders"),
    path("invite/", invite.invite, name="invite"),
    path("invitations/<int:pk>/", invite.invitation, name="invitation"),
    path("models/", approach.approach_list, name="approach_list"),
    path("models/start/", approach.approach_start, name="approach_start"),
    path("models/new/", approach.approach_new, name="approach_new"),
    path("models/<int:pk>/", approach.approach_edit, name="approach_edit"),
    path("models/<int:pk>/put-away/", approach.approach_away, name="approach_away"),
    path("shared/", share.shared_with_me, name="shared_with_me"),
    path("shared/<int:pk>/", share.shared, name="shared"),
    path("shares/<int:pk>/end/", share.share_end, name="share_end"),
    path("looks-back/<int:pk>/", cycle.revisit, name="revisit"),
    path("visits/<int:pk>/share/", share.share_add, name="share_add"),
    path("visits/<int:pk>/move/", cycle.visit_move, name="visit_move"),
    path("visits/<int:pk>/call-off/", cycle.visit_call_off, name="visit_call_off"),
    path("<int:pk>/", cycle.cycle_show, name="cycle_show"),
    path("<int:pk>/change/", cycle.cycle_edit, name="cycle_edit"),
    path("<int:pk>/close/", cycle.cycle_close, name="cycle_close"),
    path("<int:pk>/visits/plan/", cycle.visit_plan, name="visit_plan"),
    path("<int:pk>/record/", record.record, name="record"),
    path("<int:pk>/record.pdf", record.record_pdf, name="record_pdf"),
    path("<int:pk>/openings/", record.openings, name="openings"),
    path("<int:pk>/openings.csv", record.openings_csv, name="openings_csv"),
]
