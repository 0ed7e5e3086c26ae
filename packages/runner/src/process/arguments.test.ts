import { mayColor, readSettings } from './arguments.js'

describe('readSettings', () => {
  it('runs locally by default', () => {
    expect(readSettings({}, {}, '/w')).toMatchObject({ target: 'local', aws: {}, workingFolder: '/w' })
    expect(readSettings({}, { ASSAY_TARGET: 'aws' }, '/w').target).toBe('aws')
    expect(readSettings({ target: 'local' }, { ASSAY_TARGET: 'aws' }, '/w').target).toBe('local')
  })

  it('reads the backend, from the flag first, and refuses plain JavaScript', () => {
    expect(readSettings({}, {}, '/w').backend).toBe('auto')
    expect(readSettings({}, { ASSAY_BACKEND: 'wasm' }, '/w').backend).toBe('wasm')
    expect(readSettings({ backend: 'tensorflow' }, { ASSAY_BACKEND: 'wasm' }, '/w').backend).toBe('tensorflow')
    expect(() => readSettings({ backend: 'cpu' }, {}, '/w')).toThrow(
      '--backend is "cpu"; expected "auto", "wasm" or "tensorflow". Plain JavaScript would need minutes',
    )
    expect(readSettings({}, { ASSAY_NATIVE: 'native' }, '/w').nativeFolder).toBe('/w/native')
  })

  it('names the flag or the variable with an unknown target', () => {
    expect(() => readSettings({ target: 'gcp' }, {}, '/w')).toThrow('--target is "gcp"; expected "local" or "aws".')
    expect(() => readSettings({}, { ASSAY_TARGET: 'AWS' }, '/w')).toThrow('ASSAY_TARGET is "AWS"')
  })

  it('lets flags win over the environment', () => {
    const environment = { ASSAY_ROLE: 'r', ASSAY_IMAGE: 'i', ASSAY_BUCKET: '', AWS_REGION: 'eu-west-1' }
    expect(readSettings({ image: 'mine' }, environment, '/w').aws).toEqual({
      role: 'r',
      image: 'mine',
      region: 'eu-west-1',
    })
  })

  it('keeps data sets in the cache folder of XDG', () => {
    expect(readSettings({}, { XDG_CACHE_HOME: '/x' }, '/w').cacheFolder).toBe('/x/assay')
    expect(readSettings({}, { XDG_CACHE_HOME: '/x', ASSAY_CACHE: '/c' }, '/w').cacheFolder).toBe('/c')
  })
})

describe('mayColor', () => {
  it('colors terminals, never with NO_COLOR', () => {
    expect(mayColor({}, true)).toBe(true)
    expect(mayColor({}, false)).toBe(false)
    expect(mayColor({ TERM: 'dumb' }, true)).toBe(false)
    expect(mayColor({ FORCE_COLOR: '1' }, false)).toBe(true)
    expect(mayColor({ NO_COLOR: '1', FORCE_COLOR: '1' }, true)).toBe(false)
  })
})
