"""The AWS CLI: the same endpoint by --endpoint-url only."""

import json

from conftest import training_job


def test_a_job_from_start_to_end(aws, client, name):
    aws("create-training-job", "--cli-input-json", json.dumps(training_job(name, Tags=[{"Key": "k", "Value": name}])))
    client.get_waiter("training_job_completed_or_stopped").wait(
        TrainingJobName=name, WaiterConfig={"Delay": 0.1, "MaxAttempts": 100}
    )
    assert aws("wait", "training-job-completed-or-stopped", "--training-job-name", name) is None
    assert aws("describe-training-job", "--training-job-name", name)["TrainingJobStatus"] == "Completed"
    assert [job["TrainingJobName"] for job in aws("list-training-jobs", "--name-contains", name)["TrainingJobSummaries"]] == [name]
    expression = json.dumps({"Filters": [{"Name": "Tags.k", "Value": name}]})
    found = aws("search", "--resource", "TrainingJob", "--search-expression", expression)
    assert [hit["TrainingJob"]["TrainingJobName"] for hit in found["Results"]] == [name]


def test_an_error(aws, name):
    done = aws("describe-training-job", "--training-job-name", name, check=False)
    assert done.returncode != 0
    assert "(ValidationException)" in done.stderr and "Requested resource not found." in done.stderr
