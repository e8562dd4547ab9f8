import { caseTests } from './support/case-tests.js';

caseTests(2);
