"""What the directory holds, after the model of Open Referral HSDS 3.0 as far as the field needs it."""

from samaan.directory.models.capacity import Capacity, HeldPlace
from samaan.directory.models.changes import Change
from samaan.directory.models.entries import OrganisationEntry, Programme
from samaan.directory.models.facts import Fact
from samaan.directory.models.groups import OF_ORGANISATIONS, Group
from samaan.directory.models.hours import HoursException, Schedule
from samaan.directory.models.places import Location, ServiceAtLocation
from samaan.directory.models.services import CostOption, Phone, Service
from samaan.directory.models.terms import TermsOfReference
from samaan.directory.models.unmet import UnmetSearch

__all__ = [
    "OF_ORGANISATIONS",
    "Capacity",
    "Change",
    "CostOption",
    "Fact",
    "Group",
    "HeldPlace",
    "HoursException",
    "Location",
    "OrganisationEntry",
    "Phone",
    "Programme",
    "Schedule",
    "Service",
    "ServiceAtLocation",
    "TermsOfReference",
    "UnmetSearch",
]
