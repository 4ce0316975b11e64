'use client';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useFollow } from '@/shell/follow';
import { Page } from '@/shell/page';
import { routes } from '@/shell/routes';
import { homeWords as words } from '@/words/home';
import { projectWords } from '@/words/migration-projects';
import { shellWords } from '@/words/shell';
import { ExploreSample } from './explore-sample';
import styles from './home-page.module.css';

/** The first page: what this is, and the two ways to begin. */
export function HomePage(): ReactNode {
  const follow = useFollow();
  return (
    <Page title={shellWords.subsection} crumbs={[]} contentType="dashboard">
      <SpaceBetween size="l">
        <div className={styles['hero']}>
          <div>
            <Box variant="p" color="inherit" fontSize="heading-m">
              {shellWords.service}
            </Box>
            <h1 className={styles['title']}>{words.title}</h1>
            <p className={styles['tagline']}>{words.tagline}</p>
            <p className={styles['text']}>{words.text}</p>
          </div>
          <Container header={<Header variant="h2">{words.startTitle}</Header>}>
            <SpaceBetween size="m">
              <Box variant="p">{words.startText}</Box>
              <SpaceBetween size="s" direction="horizontal">
                <Button variant="primary" href={routes.createMigrationProject} onFollow={follow}>
                  {projectWords.create}
                </Button>
                <ExploreSample />
              </SpaceBetween>
            </SpaceBetween>
          </Container>
        </div>
        <Container header={<Header variant="h2">{words.howTitle}</Header>}>
          <ColumnLayout columns={4} variant="text-grid">
            {words.steps.map((step) => (
              <div key={step.title}>
                <Box variant="h3">{step.title}</Box>
                <Box variant="p">{step.text}</Box>
              </div>
            ))}
          </ColumnLayout>
        </Container>
      </SpaceBetween>
    </Page>
  );
}
