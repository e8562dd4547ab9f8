/** Ink draws nothing where these are set, and looks when it is loaded: imported before it. */
delete process.env.CI;
delete process.env.CONTINUOUS_INTEGRATION;
