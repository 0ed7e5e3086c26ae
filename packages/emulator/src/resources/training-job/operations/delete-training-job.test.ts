import { CreateTrainingJobCommand, DeleteTrainingJobCommand, StopTrainingJobCommand } from '@aws-sdk/client-sagemaker'

import {
  describeJob,
  errorOf,
  shell,
  startFixture,
  stopFixture,
  trainingJob,
  waitForJob,
} from '../../../testing/fixture.js'
import type { Fixture } from '../../../testing/fixture.js'

let fixture: Fixture
beforeAll(async () => {
  fixture = await startFixture({ images: { waits: shell('exec sleep 60') } })
})
afterAll(() => stopFixture(fixture))

const remove = (name: string) => fixture.client.send(new DeleteTrainingJobCommand({ TrainingJobName: name }))
const create = (name: string, image = 'ok') =>
  fixture.client.send(new CreateTrainingJobCommand(trainingJob(name, { image })))

describe('DeleteTrainingJob', () => {
  it('answers ResourceNotFound for a job that is not there', async () => {
    expect(await errorOf(remove('absent'))).toBe('ResourceNotFound: Requested resource not found.')
  })

  it('refuses a job that runs', async () => {
    await create('running', 'waits')
    expect(await errorOf(remove('running'))).toMatch(/^ResourceInUse: .*"running" is in status InProgress/)
    await fixture.client.send(new StopTrainingJobCommand({ TrainingJobName: 'running' }))
    await waitForJob(fixture.client, 'running')
  })

  it('forgets a job that has ended and frees its name', async () => {
    await create('again')
    await waitForJob(fixture.client, 'again')
    await remove('again')
    expect(await errorOf(describeJob(fixture.client, 'again'))).toContain('Requested resource not found.')
    await create('again')
    expect((await waitForJob(fixture.client, 'again')).TrainingJobStatus).toBe('Completed')
  })
})
