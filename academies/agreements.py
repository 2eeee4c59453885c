"""A deployment and a person as the rules of agreements see them."""

from academies.access import Permission, Person, roles_with
from academies.models import Deployment, Membership
from academies.rules.deployment import Agreement, Party
from academies.ways import may_at
from accounts.models import User


def agreement_of(deployment: Deployment) -> Agreement:
    """No query where giver and receiver were selected with it."""
    return Agreement(
        status=deployment.status,
        giver=deployment.giver.name,
        receiver=deployment.receiver.name,
        starts=deployment.starts,
        ends=deployment.ends,
        giver_signed=deployment.giver_signed_by_id is not None,
        receiver_signed=deployment.receiver_signed_by_id is not None,
        days_left=float(deployment.days_pledged - deployment.days_released),
    )


def party_of(user: User, person: Person, deployment: Deployment) -> Party:
    """`person` looks at the trust of the two academies. No query."""
    sides = (deployment.giver, deployment.receiver)
    return Party(
        leads_giver=may_at(deployment.giver, person, Permission.SIGN_DEPLOYMENT),
        leads_receiver=may_at(deployment.receiver, person, Permission.SIGN_DEPLOYMENT),
        proposes=any(may_at(side, person, Permission.PROPOSE_DEPLOYMENT) for side in sides),
        proposed_it=deployment.proposed_by_id == user.pk,
        for_trust=person.can_trust_wide(Permission.PROPOSE_DEPLOYMENT),
    )


def names_the_person(person: Person, deployment: Deployment) -> bool:
    """Staff of either side read who goes; governors and trustees do not."""
    return any(may_at(side, person, Permission.VIEW_PEOPLE) for side in (deployment.giver, deployment.receiver))


def person_of(user: User, deployment: Deployment) -> Person:
    """The user's roles today, read anew: for a service, which trusts no request. One query."""
    return Person(list(Membership.objects.current().filter(user=user)), deployment.giver.trust)


def led_today(deployment: Deployment) -> frozenset[int]:
    """Which of the two academies has somebody who could sign. Tells no name, so nobody narrows it. One query."""
    sides = (deployment.giver_id, deployment.receiver_id)
    signers = Membership.objects.current().filter(academy__in=sides, role__in=roles_with(Permission.SIGN_DEPLOYMENT))
    return frozenset(signers.values_list("academy", flat=True))
