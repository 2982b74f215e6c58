"""What is answered in a screening, section by section, as the determination will later find it."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from samaan.demo.reporting import ReportStory

PURPOSE = {
    "sexual_exploitation": "prostitution_of_others",
    "forced_labour": "forced_labour",
    "domestic_servitude": "servitude",
    "forced_begging": "forced_begging",
    "forced_criminality": "forced_criminality",
    "forced_marriage": "forced_marriage",
}
SIGNS = {
    "sexual_exploitation": {"signs_sexual": ["sex_escorted", "sex_no_cash"]},
    "forced_labour": {"signs_labour": ["lab_no_contract", "lab_deductions"]},
    "domestic_servitude": {"signs_domestic": ["dom_lives_in", "dom_no_space"]},
    "forced_begging": {"signs_begging": ["beg_punished"]},
}
TRAFFICKED = ("confirmed", "presumed")
NEEDS = ["emergency_shelter", "medical", "counselling", "legal_aid"]


def answers_for(story: "ReportStory", *, half: bool) -> list[dict[str, Any]]:
    """The answers in the order they are given: consent opens the rest."""
    rest = elements(story) if half else elements(story) | signs_and_needs(story) | wishes(story)
    return [consent(story), rest]


def consent(story: "ReportStory") -> dict[str, Any]:
    child, human = story.plot.child, story.humans[0]
    foreign = human.language != "en"
    return {
        "interview_on": story.day().isoformat(),
        "private": "yes",
        "support_person": "childrens_authority" if child else "victim_support",
        "interview_language": human.language,
        "interpreter": "certified" if foreign else "not_needed",
        "interpreter_certified": "yes" if foreign else None,
        "consent": "assents" if child else "consents",
        "consent_authority": "The Children’s Authority" if child else "The person",
        "explained": ["agrees", "purpose", "use", "access", "withdrawal"],
    }


def elements(story: "ReportStory") -> dict[str, Any]:
    """Act, means and purpose: present with what shows it, or absent, as the outcome will say."""
    found = story.plot.outcome in TRAFFICKED or not story.plot.outcome
    state = "present" if found else "absent"
    purpose = PURPOSE.get(story.kind, "forced_labour")
    answers: dict[str, Any] = {
        "age_basis": "document",
        "act_recruitment": "present",
        "act_recruitment_note": "A woman met at the port offered the work by telephone.",
        "act_transportation": "absent",
        "recruitment_method": ["friends"],
        "means_deception": state,
        "means_abuse_of_vulnerability": state,
        f"purpose_{purpose}": state,
    }
    if found:
        answers["means_deception_note"] = "The pay and the work were not those that were promised."
        answers["means_abuse_of_vulnerability_note"] = "No papers, no family here, a debt for the passage."
        answers[f"purpose_{purpose}_note"] = "Works every day and has received no money."
        answers["control_methods"] = ["debt_bondage", "withholds_documents"]
    return answers


def signs_and_needs(story: "ReportStory") -> dict[str, Any]:
    level = story.plot.risk
    return SIGNS.get(story.kind, {}) | {
        "signs_general": ["fear", "no_passport"],
        "signs_general_note": "Asked twice whether the door was locked.",
        "safe_tonight": "no" if level == "high" else "yes",
        "care_now": "no",
        "needs": NEEDS if not story.plot.child else ["emergency_shelter", "child_case_management", "medical"],
        "risks": ["knows_where", "debt"] if level == "high" else ["debt"],
        "risk_level": level,
        "safety_plan": "Calls only at the agreed hour; a neighbour holds the spare key.",
    }


def wishes(story: "ReportStory") -> dict[str, Any]:
    return {
        "stay_or_return": story.chance.choice(("stay", "undecided", "return")),
        "tell_family": "yes",
        "tell_consulate": "no",
        "cooperate": "undecided",
        "summary": "The account is clear and was given without prompting. Dates are uncertain.",
        "view": story.plot.outcome or "presumed",
        "view_reasons": "It agrees with what was seen at the place.",
    }
