"""The endpoint under judgement, and AWS's own Python client of it."""

import json
import os
import pathlib
import subprocess
import time
import uuid

import boto3
import pytest
from botocore.config import Config

FOLDER = pathlib.Path(os.environ["ENDPOINT_FOLDER"])
IMAGES = {
    "prints": "echo 'loss=0.5;'; echo 'loss=0.25;'; echo model > model/m",
    "fails": "echo 'it broke' > output/failure; exit 1",
    "waits": "trap 'exit 0' TERM; while :; do sleep 0.05; done",
    "parabola": "x=$(sed -n 's/.*\"x\": *\"\\([^\"]*\\)\".*/\\1/p' input/config/hyperparameters.json); "
    "awk -v x=\"$x\" 'BEGIN { printf \"objective=%.12g;\\n\", (x - 0.3) ^ 2 }'",
    "epochs": "x=$(sed -n 's/.*\"x\": *\"\\([^\"]*\\)\".*/\\1/p' input/config/hyperparameters.json); "
    "for i in 1 2 3 4 5 6 7 8 9; do echo \"objective=$x;\"; sleep 0.05; done",
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


@pytest.fixture
def aws(url):
    def run(*arguments, check=True):
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": "/nonexistent",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_MAX_ATTEMPTS": "1",
        }
        command = ["aws", "--endpoint-url", url, "--output", "json", "sagemaker", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60)
        if not check:
            return done
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout) if done.stdout else None

    return run


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


def tuning_job(name, image="parabola", most=4, parallel=2, definition=None, config=None, **changes):
    return {
        "HyperParameterTuningJobName": name,
        "HyperParameterTuningJobConfig": {
            "Strategy": "Bayesian",
            "HyperParameterTuningJobObjective": {"Type": "Minimize", "MetricName": "objective"},
            "ResourceLimits": {"MaxNumberOfTrainingJobs": most, "MaxParallelTrainingJobs": parallel},
            "ParameterRanges": {"ContinuousParameterRanges": [{"Name": "x", "MinValue": "0", "MaxValue": "1"}]},
            "RandomSeed": 1,
            **(config or {}),
        },
        "TrainingJobDefinition": {
            "AlgorithmSpecification": {
                "TrainingImage": image,
                "TrainingInputMode": "File",
                "MetricDefinitions": [
                    {"Name": "objective", "Regex": "objective=([-+]?[0-9]*\\.?[0-9]+(?:[eE][-+]?[0-9]+)?);"}
                ],
            },
            "RoleArn": "arn:aws:iam::000000000000:role/test",
            "OutputDataConfig": {"S3OutputPath": "s3://bucket/output/"},
            "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 1},
            "StoppingCondition": {"MaxRuntimeInSeconds": 600},
            "StaticHyperParameters": {"seed": "0", **{f"_assay_spec_{slot}": "{}" for slot in range(8)}},
            **(definition or {}),
        },
        **changes,
    }


def wait_for_tuning(client, name):
    """botocore has no waiter for tuning jobs."""
    for _ in range(600):
        job = client.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName=name)
        if job["HyperParameterTuningJobStatus"] in ("Completed", "Failed", "Stopped"):
            return job
        time.sleep(0.1)
    raise AssertionError(job)


def wait(client, name):
    waiter = client.get_waiter("training_job_completed_or_stopped")
    waiter.wait(TrainingJobName=name, WaiterConfig={"Delay": 0.1, "MaxAttempts": 100})
