'use client';
import dynamic from 'next/dynamic';
import { Loading } from '@/shell/loading';

const loading = (): React.ReactNode => <Loading />;
const views = () => import('./sql-view');

/** Code to read, code to change, and two texts compared: fetched once somebody looks at code. */
export const SqlView = dynamic(() => views().then((module) => module.SqlView), { ssr: false, loading });
export const SqlEditor = dynamic(() => import('./sql-editor').then((module) => module.SqlEditor), { ssr: false, loading });
export const SqlDiff = dynamic(() => import('./sql-diff').then((module) => module.SqlDiff), { ssr: false, loading });

/** Fetches what shows code before an object is chosen, so that the first one is there at once. */
export const fetchCodeViews = (): void => void views();
