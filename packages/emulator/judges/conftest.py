"""The endpoint under judgement, and AWS's own Python client of it."""

import json
import os
import pathlib
import uuid

import boto3
import pytest
from botocore.config import Config

FOLDER = pathlib.Path(os.environ["ENDPOINT_FOLDER"])
IMAGES = {
    "prints": "echo 'loss=0.5;'; echo 'loss=0.25;'; echo model > model/m",
    "fails": "echo 'it broke' > output/failure; exit 1",
    "waits": "trap 'exit 0' TERM; while :; do sleep 0.05; done",
}


@pytest.fixture(scope="session")
def url():
    (FOLDER / "images.json").write_text(
        json.dumps({name: {"command": ["/bin/sh", "-c", script, "sh"]} for name, script in IMAGES.items()})
    )
    return json.loads((FOLDER / "endpoint.json").read_text())["url"]


@pytest.fixture(scope="session")
def client(url):
    return boto3.client(
        "sagemaker",
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(retries={"total_max_attempts": 1}),
    )


@pytest.fixture
def name():
    return f"job-{uuid.uuid4().hex[:12]}"


def training_job(name, image="prints", **changes):
    return {
        "TrainingJobName": name,
        "RoleArn": "arn:aws:iam::000000000000:role/test",
        "AlgorithmSpecification": {
            "TrainingImage": image,
            "TrainingInputMode": "File",
            "MetricDefinitions": [{"Name": "loss", "Regex": "loss=([0-9.]+);"}],
        },
        "OutputDataConfig": {"S3OutputPath": "s3://bucket/output/"},
        "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 1},
        "StoppingCondition": {"MaxRuntimeInSeconds": 600},
        **changes,
    }


def wait(client, name):
    waiter = client.get_waiter("training_job_completed_or_stopped")
    waiter.wait(TrainingJobName=name, WaiterConfig={"Delay": 0.1, "MaxAttempts": 100})
