"""What is stored of the gates: the gates, their phones and scans (`gates`), rehearsals (`rehearsals`), and how many people are where (`crowd`)."""

from festival.gate.models.crowd import (
    ArrivalWave,
    CountClass,
    Crossing,
    CrowdAlarm,
    CrowdLimit,
    CrowdWatcher,
    CrowdZone,
    FoldedUntil,
    GateMinute,
    QueueReading,
    RecountMinute,
    Tally,
    ZoneCorrection,
)
from festival.gate.models.gates import Device, Gate, Pairing, Scan, ScanConflict, gate_events
from festival.gate.models.rehearsals import RehearsalScan

__all__ = [
    "ArrivalWave",
    "CountClass",
    "Crossing",
    "CrowdAlarm",
    "CrowdLimit",
    "CrowdWatcher",
    "CrowdZone",
    "Device",
    "FoldedUntil",
    "Gate",
    "GateMinute",
    "Pairing",
    "QueueReading",
    "RecountMinute",
    "RehearsalScan",
    "Scan",
    "ScanConflict",
    "Tally",
    "ZoneCorrection",
    "gate_events",
]
