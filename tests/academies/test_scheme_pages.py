"""The pages of category schemes and of subjects and areas: what they say, to whom, and what they refuse."""

import re

import pytest
from django.urls import reverse

from academies.models import CategoryScheme, SupportArea
from academies.models.scheme import SchemeStatus
from academies.services.schemes import next_version, put_in_use
from tests import factories as make

GATHERED = (
    ("concerns.open", "Open concerns", False, (0, 1, 3)),
    ("data.return", "Files handed in", True, (95, 85, 70)),
)
TIER = {
    "word": "Restore", "colour": "violet", "says": "What it means.", "visits": 2, "full_day_reviews": 0,
    "partnership_meetings": 6, "leader_days": "1.5", "coaching_days": 2, "review_rhythm": 2,
}  # fmt: skip


@pytest.fixture
def leader(cast, client_of):
    return client_of(cast.trust_leader)


@pytest.fixture
def scheme(cast):
    return make.scheme_in_use(cast.trust, by=cast.trust_leader, criteria=GATHERED)


@pytest.fixture
def draft(cast, scheme):
    return next_version(by=cast.trust_leader, scheme=scheme, why="Leader days were too few.")


def text(response) -> str:
    """What the page says, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())).replace("&#x27;", "'")


def to(name, *args):
    return reverse(f"academies:{name}", args=args)


class TestVersions:
    def test_a_trust_without_one_is_offered_the_first(self, leader, cast):
        assert "Begin the first scheme" in text(leader.get(to("scheme_list")))
        answer = leader.post(to("scheme_new"), {"name": "How we help"})
        draft = CategoryScheme.objects.get()
        assert answer.url == to("scheme_edit", draft.pk)
        assert (draft.name, draft.tiers.count(), draft.made_by) == ("How we help", 4, cast.trust_leader)

    def test_readers_are_told_that_there_is_none(self, cast, client_of):
        page = text(client_of(cast.governor).get(to("scheme_list")))
        assert "No category scheme is in use yet." in page
        assert "Begin" not in page

    def test_the_list_says_which_is_in_use_and_what_was_new(self, leader, cast, scheme, draft):
        put_in_use(by=cast.trust_leader, scheme=draft)
        page = text(leader.get(to("scheme_list")))
        assert "version 2, is in use since" in page
        assert "No longer used" in page
        assert "Leader days were too few." in page

    def test_a_draft_is_for_those_who_write_schemes(self, cast, client_of, draft):
        for who in ("headteacher", "governor", "trustee"):
            client = client_of(getattr(cast, who))
            assert client.get(to("scheme_show", draft.pk)).status_code == 404
            assert "Draft" not in text(client.get(to("scheme_list")))

    def test_the_file_has_every_version(self, leader, draft):
        lines = leader.get(to("scheme_csv")).content.decode("utf-8-sig").splitlines()
        assert len(lines) == 3
        assert lines[0].startswith("Version,Now,In use from")


class TestOneVersion:
    def test_a_head_reads_what_each_tier_means_and_gives(self, cast, client_of, scheme):
        page = text(client_of(cast.headteacher).get(to("scheme_show", scheme.pk)))
        assert "places academies in four tiers, from Sustain to Stabilise" in page
        assert "What Repair means." in page
        assert "Leader days 30" in page
        assert "85% and over, under 95%" in page
        assert "Sets a limit" in page
        assert "Change the draft" not in page

    def test_governors_read_it_without_a_name_of_staff(self, cast, client_of, scheme):
        page = text(client_of(cast.governor).get(to("scheme_show", scheme.pk)))
        assert "What Repair means." in page
        assert cast.trust_leader.full_name not in page
        assert cast.trust_leader.full_name in text(client_of(cast.headteacher).get(to("scheme_show", scheme.pk)))

    def test_it_says_what_is_new_since_the_version_before(self, leader, cast, scheme, draft):
        draft.tiers.filter(word="Repair").update(leader_days=20)
        page = text(leader.get(to("scheme_show", draft.pk)))
        assert "What is new since version 1" in page
        assert "Repair gives 20 leader days a year instead of 10." in page

    def test_evidence_that_is_not_gathered_any_more_is_said(self, leader, cast):
        old = make.scheme_in_use(cast.trust, criteria=(("gone.for_good", "Old evidence", False, (5, 10, 15)),))
        page = text(leader.get(to("scheme_show", old.pk)))
        assert "Old evidence This evidence is not gathered any more" in page

    def test_criteria_of_a_subject_stand_under_its_name(self, leader, draft):
        area = make.SupportAreaFactory(trust=draft.trust, name="Reading")
        make.CriterionFactory(scheme=draft, kind="gap.ks2_reading_exp", label="Gap in reading", area=area)
        page = text(leader.get(to("scheme_show", draft.pk)))
        assert page.index("The academy as a whole") < page.index("Open concerns") < page.index("Gap in reading")

    @pytest.mark.parametrize("who", ["coach", "teacher", "data_lead", "moderator", "administrator", "nobody"])
    def test_others_do_not_find_it(self, cast, client_of, scheme, who):
        assert client_of(getattr(cast, who)).get(to("scheme_show", scheme.pk)).status_code == 404

    def test_another_trust_does_not_find_it(self, cast, client_of, scheme):
        assert client_of(cast.foreign_leader).get(to("scheme_show", scheme.pk)).status_code == 404


class TestDraft:
    def test_a_version_in_use_offers_the_next_one_instead(self, leader, scheme):
        answer = leader.get(to("scheme_edit", scheme.pk), follow=True)
        assert answer.redirect_chain == [(to("scheme_show", scheme.pk), 302)]
        assert "is not changed any more. Make the next version." in text(answer)
        assert leader.get(to("tier_edit", scheme.tiers.first().pk)).url == to("scheme_show", scheme.pk)

    def test_the_next_version_says_why(self, leader, scheme):
        assert "Fill this in" in text(leader.post(to("scheme_new"), {"changes": " "}))
        answer = leader.post(to("scheme_new"), {"changes": "Leader days were too few."})
        draft = CategoryScheme.objects.get(status=SchemeStatus.DRAFT)
        assert answer.url == to("scheme_edit", draft.pk)
        assert leader.get(to("scheme_new")).url == to("scheme_edit", draft.pk)

    def test_somebody_else_began_one_meanwhile(self, leader, cast, draft):
        answer = leader.post(to("scheme_new"), {"changes": "Mine, which I typed."})
        assert f"{cast.trust_leader} already began a draft, version 2" in text(answer)
        assert "Mine, which I typed." in text(answer)

    def test_it_lists_what_to_mend(self, leader, draft):
        draft.criteria.get(kind="data.return").bounds.get(tier__word="Improve").delete()
        page = text(leader.get(to("scheme_edit", draft.pk)))
        assert "“Files handed in”: The bound for “Improve” is missing." in page
        assert "cannot be put in use yet" in text(leader.get(to("scheme_use", draft.pk)))
        answer = leader.post(to("scheme_use", draft.pk), follow=True)
        assert "The bound for “Improve” is missing." in text(answer)
        draft.refresh_from_db()
        assert draft.is_draft

    def test_it_is_put_in_use(self, leader, draft):
        answer = leader.post(to("scheme_use", draft.pk), follow=True)
        assert "Version 2 is in use from today." in text(answer)
        again = leader.post(to("scheme_use", draft.pk), follow=True)
        assert "Version 2 is in use since" in text(again)

    def test_it_is_discarded(self, leader, scheme, draft):
        assert leader.post(to("scheme_discard", draft.pk)).url == to("scheme_list")
        assert list(CategoryScheme.objects.all()) == [scheme]
        assert leader.post(to("scheme_discard", scheme.pk), follow=True).redirect_chain[0][0] == to("scheme_list")
        assert CategoryScheme.objects.filter(pk=scheme.pk).exists()


class TestParts:
    def test_a_tier_is_added_changed_moved_and_taken_out(self, leader, draft):
        assert leader.post(to("tier_add", draft.pk), TIER).status_code == 302
        tier = draft.tiers.get(word="Restore")
        leader.post(to("tier_move", tier.pk), {"to": "up"})
        assert [t.word for t in draft.tiers.all()] == ["Sustain", "Improve", "Repair", "Restore", "Stabilise"]
        leader.post(to("tier_edit", tier.pk), {**TIER, "word": "Renew"})
        assert draft.tiers.filter(word="Renew").exists()
        assert "Take it out" in text(leader.get(to("tier_remove", tier.pk)))
        leader.post(to("tier_remove", tier.pk))
        assert draft.tiers.count() == 4

    def test_what_is_too_much_is_said_beside_its_field(self, leader, draft):
        page = text(leader.post(to("tier_add", draft.pk), {**TIER, "visits": 9, "word": "Sustain"}))
        assert "less than or equal to 4" in page
        page = text(leader.post(to("tier_add", draft.pk), {**TIER, "word": "Sustain"}))
        assert "Another tier of this scheme bears this word." in page
        assert "What it means." in page

    def test_two_people_change_one_tier(self, leader, draft):
        tier = draft.tiers.get(word="Repair")
        seen = leader.get(to("tier_edit", tier.pk)).context["form"]["seen"].value()
        draft.tiers.filter(pk=tier.pk).update(word="Rebuild")
        answer = leader.post(to("tier_edit", tier.pk), {**TIER, "seen": seen})
        assert "Somebody else changed this while you wrote" in text(answer)
        assert "Rebuild" in text(answer)
        assert (
            leader.post(to("tier_edit", tier.pk), {**TIER, "seen": answer.context["form"]["seen"].value()}).status_code
            == 302
        )

    def test_two_people_change_one_criterion(self, leader, draft):
        criterion, area = (
            draft.criteria.get(kind="concerns.open"),
            make.SupportAreaFactory(trust=draft.trust, name="Books"),
        )
        seen = leader.get(to("criterion_edit", criterion.pk)).context["form"]["seen"].value()
        draft.criteria.filter(pk=criterion.pk).update(area=area)
        figures = {f"bound_{tier.pk}": figure for tier, figure in zip(draft.tiers.all(), (0, 2, 4), strict=False)}
        answer = leader.post(to("criterion_edit", criterion.pk), {"label": "Open concerns", **figures, "seen": seen})
        assert [(t.label, t.now, t.typed) for t in answer.context["form"].theirs] == [
            ("Subject or area", "Books", "The academy as a whole"),
            ("Improve", "1", "2"),
            ("Repair", "3", "4"),
        ]

    def test_what_was_typed_comes_back_where_it_was_put_in_use_in_between(self, leader, cast, draft):
        tier, criterion = draft.tiers.first(), draft.criteria.first()
        put_in_use(by=cast.second_leader, scheme=draft)
        for address, sent in (
            (to("tier_edit", tier.pk), TIER),
            (to("tier_add", draft.pk), TIER),
            (to("scheme_edit", draft.pk), {"name": "Restore"}),
        ):
            page = leader.post(address, sent)
            assert "Version 2 is in use since" in text(page)
            assert "Restore" in page.content.decode()
        figures = {f"bound_{t.pk}": figure for t, figure in zip(draft.tiers.all(), (0, 2, 4), strict=False)}
        page = leader.post(to("criterion_edit", criterion.pk), {"label": "Restore", **figures})
        assert "Version 2 is in use since" in text(page)

    def test_the_evidence_is_chosen_then_bounded(self, leader, draft):
        page = leader.get(to("criterion_add", draft.pk))
        assert "Which evidence?" in text(page)
        assert "Open concerns is a criterion already" in text(page)
        address = f"{to('criterion_add', draft.pk)}?kind=attendance.rate"
        assert "at least" in text(leader.get(address))
        tiers = list(draft.tiers.all())
        figures = {f"bound_{tier.pk}": figure for tier, figure in zip(tiers, (95, 90, 93), strict=False)}
        wrong = leader.post(address, {"label": "Attendance", **figures})
        assert "“Improve” is more secure, so its bound cannot be 90% while “Repair” has 93%" in text(wrong)
        assert leader.post(address, {"label": "Attendance", **figures, f"bound_{tiers[2].pk}": 85}).status_code == 302
        assert draft.criteria.get(kind="attendance.rate").bounds.count() == 3

    def test_grades_are_chosen_by_their_words(self, leader, draft):
        address = f"{to('criterion_add', draft.pk)}?kind=inspection.safeguarding"
        page = leader.get(address)
        assert "No grade points here" in text(page)
        first = draft.tiers.first()
        leader.post(address, {"label": "Safeguarding", "is_limit": "on", f"bound_{first.pk}": 2})
        criterion = draft.criteria.get(kind="inspection.safeguarding")
        assert [(b.tier, b.bound) for b in criterion.bounds.all()] == [(first, 2)]
        assert criterion.is_limit
        assert "selected>Met" in leader.get(to("criterion_edit", criterion.pk)).content.decode()

    def test_evidence_no_longer_gathered_can_only_be_taken_out(self, leader, draft):
        criterion = make.CriterionFactory(scheme=draft, kind="gone.for_good", label="Old evidence")
        answer = leader.get(to("criterion_edit", criterion.pk), follow=True)
        assert answer.redirect_chain == [(to("criterion_remove", criterion.pk), 302)]
        assert "It can only be taken out." in text(answer)
        leader.post(to("criterion_remove", criterion.pk))
        assert not draft.criteria.filter(kind="gone.for_good").exists()


class TestAreas:
    def test_one_is_added_renamed_archived_and_brought_back(self, leader, cast):
        leader.post(to("area_add"), {"name": "  Reading ", "kind": "subject"})
        area = SupportArea.objects.get(name="Reading")
        leader.post(to("area_edit", area.pk), {"name": "Reading for all", "kind": "subject"})
        leader.post(to("area_archive", area.pk))
        area.refresh_from_db()
        assert (area.name, area.archived, area.trust) == ("Reading for all", True, cast.trust)
        leader.get(to("area_list"))
        assert "Reading for all" not in text(leader.get(to("area_list")))
        assert "Reading for all" in text(leader.get(to("area_list") + "?shown=archived"))
        refused = text(leader.post(to("area_add"), {"name": "reading FOR all", "kind": "area"}))
        assert "The trust already has “Reading for all”. It is archived: bring it back from the list." in refused
        leader.post(to("area_archive", area.pk), {"back": "1"})
        assert "Reading for all" in leader.get(to("area_csv")).content.decode()

    def test_two_people_rename_one(self, leader, cast):
        area = make.SupportAreaFactory(trust=cast.trust, name="Reading")
        seen = leader.get(to("area_edit", area.pk)).context["form"]["seen"].value()
        SupportArea.objects.filter(pk=area.pk).update(name="Literacy")
        answer = leader.post(to("area_edit", area.pk), {"name": "Books", "kind": "subject", "seen": seen})
        assert "Literacy" in text(answer)
        assert SupportArea.objects.get(pk=area.pk).name == "Literacy"

    def test_only_leaders_of_the_trust_change_them(self, cast, client_of):
        area = make.SupportAreaFactory(trust=cast.trust, name="Reading")
        assert client_of(cast.headteacher).post(to("area_archive", area.pk)).status_code == 403
        assert client_of(cast.foreign_leader).post(to("area_archive", area.pk)).status_code == 404

    def test_what_it_is_stays_where_support_was_agreed_for_it(self, leader, cast):
        area = make.SupportAreaFactory(trust=cast.trust, name="Reading", kind="subject")
        assert leader.post(to("area_edit", area.pk), {"name": "Reading", "kind": "area"}).status_code == 302
        leader.post(to("area_edit", area.pk), {"name": "Reading", "kind": "subject"})
        make.DeploymentFactory(giver=cast.own, receiver=cast.sibling, focus_kind="subject", area=area)
        refused = text(leader.post(to("area_edit", area.pk), {"name": "Reading", "kind": "area"}))
        assert "Support was agreed for it as a subject. Archive it and add another." in refused
