from django.urls import path

from plans.views import learning, meeting, team

urlpatterns = [
    path("academies/<slug:slug>/learning/", learning.learning, name="learning"),
    path("academies/<slug:slug>/learning/teams/", team.team_list, name="team_list"),
    path("academies/<slug:slug>/learning/teams/teams.csv", team.team_csv, name="team_csv"),
    path("academies/<slug:slug>/learning/teams/new/", team.team_new, name="team_new"),
    path("academies/<slug:slug>/learning/improvement-team/", learning.seat_list, name="seat_list"),
    path("academies/<slug:slug>/learning/improvement-team/team.csv", learning.seat_csv, name="seat_csv"),
    path("academies/<slug:slug>/learning/improvement-team/new/", learning.seat_new, name="seat_new"),
    path("learning/seats/<int:pk>/", learning.seat_edit, name="seat_edit"),
    path("learning/teams/<int:pk>/", team.team_show, name="team_show"),
    path("learning/teams/<int:pk>/edit/", team.team_edit, name="team_edit"),
    path("learning/teams/<int:pk>/end/", team.team_end, name="team_end"),
    path("learning/teams/<int:pk>/members/", team.member_add, name="member_add"),
    path("learning/members/<int:pk>/", team.member_edit, name="member_edit"),
    path("learning/teams/<int:pk>/meetings.csv", team.meeting_csv, name="meeting_csv"),
    path("learning/teams/<int:pk>/meetings/plan/", meeting.meeting_plan, name="meeting_plan"),
    path("learning/teams/<int:pk>/meetings/new/", meeting.meeting_new, name="meeting_new"),
    path("learning/meetings/<int:pk>/", meeting.meeting_note, name="meeting_note"),
    path("learning/meetings/<int:pk>/call-off/", meeting.meeting_call_off, name="meeting_call_off"),
]
