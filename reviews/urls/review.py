from django.urls import path

from reviews.views import member, review, review_step

urlpatterns = [
    path("reviews/", review.review_list, name="review_list"),
    path("reviews/reviews.csv", review.review_csv, name="review_csv"),
    path("academies/<slug:slug>/reviews/", review.academy_reviews, name="academy_reviews"),
    path("academies/<slug:slug>/reviews/plan/", review.review_new, name="review_new"),
    path("reviews/<int:pk>/", review.review_show, name="review_show"),
    path("reviews/<int:pk>/change/", review.review_edit, name="review_edit"),
    path("reviews/<int:pk>/summary/", review.review_summary, name="review_summary"),
    path("reviews/<int:pk>/reply/", review_step.review_reply, name="review_reply"),
    path("reviews/<int:pk>/reply/answer/", review.review_answer, name="review_answer"),
    path("reviews/<int:pk>/step/<slug:step>/", review_step.review_step, name="review_step"),
    path("reviews/<int:pk>/team/", member.member_add, name="member_add"),
    path("reviews/team/<int:pk>/end/", member.member_end, name="member_end"),
]
