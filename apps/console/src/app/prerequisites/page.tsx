import { PrerequisitesPage } from '@/features/prerequisites/prerequisites-page';

export default PrerequisitesPage;
