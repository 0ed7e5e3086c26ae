"""Every request of every golden plan passes boto3's own parameter validation, and SageMaker's patterns and limits."""

import json
import re
from pathlib import Path

import botocore.session
import pytest
from botocore.validate import ParamValidator

ROOT = Path(__file__).parent.parent
PLANS = [
    *sorted((ROOT / "experiments" / "golden").rglob("*.json")),
    *sorted((ROOT / "packages" / "core" / "fixtures" / "plans").glob("*.json")),
    ROOT / "packages" / "core" / "fixtures" / "tuning-requests.json",
]
SERVICE = botocore.session.get_session().get_service_model("sagemaker")


def name_of(request):
    return request.get("TrainingJobName") or request["HyperParameterTuningJobName"]


STEPS = [
    pytest.param(step, id=f"{plan.stem}:{name_of(step['input'])}")
    for plan in PLANS
    for step in json.loads(plan.read_text())["steps"]
]


def violations(shape, value, path=""):
    """What botocore does not check: patterns, maximum lengths, and enumerations."""
    meta = shape.metadata
    if shape.type_name == "structure":
        for name, member in value.items():
            yield from violations(shape.members[name], member, f"{path}.{name}")
    elif shape.type_name == "list":
        if len(value) > meta.get("max", 10**9):
            yield f"{path}: {len(value)} members"
        for index, member in enumerate(value):
            yield from violations(shape.member, member, f"{path}[{index}]")
    elif shape.type_name == "map":
        if len(value) > meta.get("max", 10**9):
            yield f"{path}: {len(value)} entries"
        for key, member in value.items():
            yield from violations(shape.key, key, f"{path} key")
            yield from violations(shape.value, member, f"{path}.{key}")
    elif shape.type_name == "string":
        if len(value) > meta.get("max", 10**9):
            yield f"{path}: {len(value)} characters"
        if "enum" in meta and value not in meta["enum"]:
            yield f"{path}: {value!r} is not one of the enumeration"
        pattern = meta.get("pattern")
        if pattern and "\\p{" not in pattern and not re.fullmatch(pattern, value):
            yield f"{path}: {value!r} does not match {pattern}"


def test_there_are_plans():
    assert len(PLANS) > 1


def test_there_are_all_kinds_of_searches():
    configs = [step.values[0]["input"] for step in STEPS if "Tuning" in step.values[0]["operation"]]
    assert {one["HyperParameterTuningJobConfig"]["Strategy"] for one in configs} == {
        "Bayesian", "Random", "Hyperband", "Grid"
    }
    assert {one.get("WarmStartConfig", {}).get("WarmStartType") for one in configs} == {
        None, "IdenticalDataAndAlgorithm", "TransferLearning"
    }


@pytest.mark.parametrize("step", STEPS)
def test_request(step):
    shape = SERVICE.operation_model(step["operation"]).input_shape
    report = ParamValidator().validate(step["input"], shape)
    assert not report.has_errors(), report.generate_report()
    assert list(violations(shape, step["input"])) == []
