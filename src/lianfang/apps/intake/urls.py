"""Addresses of the pages of lists."""

from django.urls import path

from lianfang.apps.intake.web import batches, forwards, handing_in, reviews, submissions

app_name = "intake"
ROW = "<int:batch>/<int:sheet>/<int:row>/<int:part>/"
urlpatterns = [
    path("batches/", batches.batches, name="batches"),
    path("batches/<str:reference>/", batches.batch, name="batch"),
    path("batches/<str:reference>/rejects/", batches.rejects, name="rejects"),
    path("submissions/", handing_in.submit, name="submit"),
    path("submissions/<uuid:uid>/", submissions.submission, name="submission"),
    path("submissions/<uuid:uid>/choose/", submissions.choose, name="choose"),
    path("submissions/<uuid:uid>/correct/", submissions.correct, name="correct"),
    path("submissions/<uuid:uid>/do/", submissions.work, name="work"),
    path("submissions/<uuid:uid>/withdraw/", submissions.withdraw, name="withdraw"),
    path("reviews/", reviews.reviews, name="reviews"),
    path(f"reviews/{ROW}", reviews.review, name="review"),
    path(f"reviews/{ROW}decide/", reviews.decide, name="decide"),
    path("forwards/", forwards.forwards, name="forwards"),
    path("forwards/acknowledge/", forwards.acknowledge, name="acknowledge"),
]
