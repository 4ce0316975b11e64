/** What shows the code of objects and what is known of it: read again after an edit. */
export const codeReaders: readonly string[] = ['tree', 'DescribeMetadataModel', 'DescribeCodeLinks', 'SearchMetadataModel', 'DescribeSelection', 'DescribeApplyPlan', 'DescribeApplyResults'];

/** What is read again once a request has ended. */
export const requestReaders: readonly string[] = [...codeReaders, 'DescribeAssessmentSummary', 'DescribeActionItems', 'DescribeRequests', 'DescribeMigrationProjects', 'DescribeLogEvents'];
