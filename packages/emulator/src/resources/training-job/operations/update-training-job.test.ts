import { CreateTrainingJobCommand, UpdateTrainingJobCommand } from '@aws-sdk/client-sagemaker'

import { errorOf, startFixture, stopFixture, trainingJob } from '../../../testing/fixture.js'
import type { Fixture } from '../../../testing/fixture.js'

let fixture: Fixture
beforeAll(async () => {
  fixture = await startFixture()
})
afterAll(() => stopFixture(fixture))

const update = (input: ConstructorParameters<typeof UpdateTrainingJobCommand>[0]) =>
  fixture.client.send(new UpdateTrainingJobCommand(input))

describe('UpdateTrainingJob', () => {
  it('answers ValidationException for a job that is not there', async () => {
    expect(await errorOf(update({ TrainingJobName: 'absent' }))).toBe(
      'ValidationException: Requested resource not found.',
    )
  })

  it('refuses each change as not available yet', async () => {
    await fixture.client.send(new CreateTrainingJobCommand(trainingJob('there')))
    const call = update({ TrainingJobName: 'there', ResourceConfig: { KeepAlivePeriodInSeconds: 60 } })
    expect(await errorOf(call)).toBe(
      'ValidationException: "ResourceConfig" of a training job cannot be updated here: not available yet.',
    )
  })

  it('answers the ARN if nothing changes', async () => {
    expect((await update({ TrainingJobName: 'there' })).TrainingJobArn).toMatch(/training-job\/there$/)
  })
})
