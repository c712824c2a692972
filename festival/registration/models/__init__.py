"""What registration stores: parties with their tickets and consents, persons, and places."""

from festival.registration.models.parties import Consent, Registration, Ticket
from festival.registration.models.people import Person
from festival.registration.models.places import EventPlaces

__all__ = ["Consent", "EventPlaces", "Person", "Registration", "Ticket"]
