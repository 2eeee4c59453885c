"""What the database itself holds of checkpoints: what was handed in stands, what is closed stands, and nothing closes
while an academy lacks its decision or an intervention its follow-up."""

from __future__ import annotations

import pgtrigger

from academies.models.locks import Both

ENDED_STANDS = pgtrigger.Protect(
    name="ended_trust_checkpoint_stands", operation=pgtrigger.Update, condition=~pgtrigger.Q(old__state="open")
)

# The same question as services.checkpoint.why_not_closed asks, in the database's own words.
NEEDS_EVERY_DECISION = pgtrigger.Trigger(
    name="trust_checkpoint_ends_in_decisions",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    condition=pgtrigger.Q(new__state="closed"),
    func="""
    IF EXISTS (
        SELECT 1 FROM checkpoints_checkpointplace p
        WHERE p.checkpoint_id = NEW.id
          AND NOT EXISTS (SELECT 1 FROM checkpoints_checkpointdecision d WHERE d.place_id = p.id)
    ) OR NOT EXISTS (SELECT 1 FROM checkpoints_checkpointplace p WHERE p.checkpoint_id = NEW.id) THEN
        RAISE EXCEPTION 'An academy lacks its decision.' USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (
        SELECT 1 FROM checkpoints_intervention i
        JOIN checkpoints_checkpointdecision d ON d.id = i.decision_id
        JOIN checkpoints_checkpointplace then_p ON then_p.id = d.place_id
        JOIN checkpoints_trustcheckpoint then_c ON then_c.id = then_p.checkpoint_id
        JOIN checkpoints_checkpointplace now_p ON now_p.academy_id = then_p.academy_id AND now_p.checkpoint_id = NEW.id
        WHERE then_c.id <> NEW.id AND then_c.set_at < NEW.set_at AND i.state = 'running'
          AND NOT EXISTS (
              SELECT 1 FROM checkpoints_followup f WHERE f.intervention_id = i.id AND f.place_id = now_p.id
          )
    ) THEN
        RAISE EXCEPTION 'An intervention is not followed up.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
    """,
)

LINES_STAND = pgtrigger.Trigger(
    name="checkpoint_lines_stand",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func="""
    IF EXISTS (
        SELECT 1 FROM checkpoints_handin h JOIN checkpoints_checkpointplace p ON p.id = h.place_id
        WHERE p.checkpoint_id = (CASE WHEN TG_OP = 'DELETE' THEN OLD.checkpoint_id ELSE NEW.checkpoint_id END)
           OR (TG_OP = 'UPDATE' AND p.checkpoint_id = OLD.checkpoint_id)
    ) THEN
        RAISE EXCEPTION 'What is asked for stands once an academy has handed in.' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
    """,
)

PLACES_STAND = pgtrigger.Trigger(
    name="checkpoint_places_stand",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func="""
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'An academy that was asked stays on record.' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND (OLD.academy_id <> NEW.academy_id OR OLD.checkpoint_id <> NEW.checkpoint_id) THEN
        RAISE EXCEPTION 'An academy that was asked stays on record.' USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (SELECT 1 FROM checkpoints_trustcheckpoint c WHERE c.id = NEW.checkpoint_id AND c.state <> 'open') THEN
        RAISE EXCEPTION 'The checkpoint has ended.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
    """,
)

# Of what was handed in nothing changes but that it was withdrawn, once, before the day of decision and before
# anything was decided on it.
HANDED_IN_STANDS = pgtrigger.Protect(
    name="what_was_handed_in_stands",
    operation=pgtrigger.Update,
    condition=pgtrigger.AnyChange("place", "by", "at", "content", "confirms", "comment", "late"),
)
WITHDRAWN_STANDS = pgtrigger.Protect(
    name="withdrawn_hand_in_stands",
    operation=pgtrigger.Update,
    condition=Both(
        pgtrigger.Q(old__withdrawn_at__isnull=False),
        pgtrigger.AnyChange("withdrawn_at", "withdrawn_by", "withdrawn_because"),
    ),
)
WITHDRAWN_IN_TIME = pgtrigger.Trigger(
    name="hand_in_withdrawn_in_time",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    condition=pgtrigger.Q(old__withdrawn_at__isnull=True, new__withdrawn_at__isnull=False),
    func="""
    IF EXISTS (
        SELECT 1 FROM checkpoints_checkpointplace p JOIN checkpoints_trustcheckpoint c ON c.id = p.checkpoint_id
        WHERE p.id = NEW.place_id AND (c.state <> 'open' OR NEW.withdrawn_at::date >= c.decide_by)
    ) OR EXISTS (SELECT 1 FROM checkpoints_checkpointdecision d WHERE d.place_id = NEW.place_id) THEN
        RAISE EXCEPTION 'What was handed in is frozen.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
    """,
)

OPEN_STILL = """
    IF EXISTS (
        SELECT 1 FROM checkpoints_checkpointplace p JOIN checkpoints_trustcheckpoint c ON c.id = p.checkpoint_id
        WHERE p.id = NEW.place_id AND c.state <> 'open'
    ) THEN
        RAISE EXCEPTION 'The checkpoint has ended.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
HANDED_IN_WHILE_OPEN = pgtrigger.Trigger(
    name="handed_in_while_open", when=pgtrigger.Before, operation=pgtrigger.Insert, func=OPEN_STILL
)
DECIDED_WHILE_OPEN = pgtrigger.Trigger(
    name="decided_while_open", when=pgtrigger.Before, operation=pgtrigger.Insert | pgtrigger.Update, func=OPEN_STILL
)
