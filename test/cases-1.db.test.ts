import { caseTests } from './support/case-tests.js';

caseTests(1);
