import { jobRecord } from './job-record.js'

describe('jobRecord', () => {
  const described = {
    TrainingJobName: 'digits-0123456789ab',
    TrainingJobArn: 'arn:aws:sagemaker:eu-west-1:000000000000:training-job/digits-0123456789ab',
    TrainingJobStatus: 'Completed' as const,
    SecondaryStatus: 'Completed' as const,
    HyperParameters: { epochs: '3' },
    FinalMetricDataList: [{ MetricName: 'val_accuracy', Value: 0.5, Timestamp: new Date(0) }],
    CreationTime: new Date('2026-01-02T03:04:05Z'),
    OutputDataConfig: { S3OutputPath: 's3://b/jobs/' },
    ResourceConfig: { InstanceType: 'ml.m5.large' as const, InstanceCount: 1, VolumeSizeInGB: 30 },
    Tags: [{ Key: 'assay:seed', Value: '1' }],
  }

  it('reads a Search result', () => {
    expect(jobRecord(described)).toEqual({
      name: 'digits-0123456789ab',
      arn: described.TrainingJobArn,
      status: 'Completed',
      secondaryStatus: 'Completed',
      tags: { 'assay:seed': '1' },
      hyperparameters: { epochs: '3' },
      metrics: { val_accuracy: 0.5 },
      createdAt: '2026-01-02T03:04:05.000Z',
      instanceType: 'ml.m5.large',
      instanceCount: 1,
      outputUri: 's3://b/jobs/digits-0123456789ab/output/output.tar.gz',
    })
  })

  it('takes the tags of a Describe response from beside it', () => {
    const { Tags, ...bare } = described
    expect(jobRecord({ ...bare, $metadata: {} }, Tags).tags).toEqual({ 'assay:seed': '1' })
  })
})
